/**
 * `npm run gpu:install -- cuda` (or `vulkan`) adds llama.cpp's GPU build to this installation. It is not part of
 * `npm ci` because it is several hundred megabytes that most machines cannot use, and `npm ci` removes it again.
 * Plain JavaScript, so that an installation on an older Node can run it too.
 */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const MODULES = join(dirname(dirname(fileURLToPath(import.meta.url))), "node_modules");
const SCOPE = "@node-llama-cpp";
const BUILDS = {
  "linux-x64": { cuda: ["linux-x64-cuda", "linux-x64-cuda-ext"], vulkan: ["linux-x64-vulkan"] },
  "win32-x64": { cuda: ["win-x64-cuda", "win-x64-cuda-ext"], vulkan: ["win-x64-vulkan"] },
};

try {
  await installGpu(process.argv[2]);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

async function installGpu(wanted) {
  if (wanted !== "cuda" && wanted !== "vulkan")
    throw new Error("Say which: `npm run gpu:install -- cuda` or `-- vulkan`.");
  const machine = `${process.platform}-${process.arch}`;
  if (machine === "darwin-arm64")
    throw new Error("Nothing to install: Metal is part of the default build on this Mac.");
  const packages = BUILDS[machine]?.[wanted];
  if (packages === undefined) throw new Error(`There is no ${wanted} build for ${machine}.`);
  const version = installedVersion("node-llama-cpp");
  if (version === null) throw new Error("node-llama-cpp is not installed: run `npm ci` first.");
  for (const name of packages) install(`${SCOPE}/${name}`, version);
  await report(wanted);
}

/** The build must be exactly node-llama-cpp's version, or it is ignored without a word. */
function install(name, version) {
  const target = join(MODULES, name);
  if (installedVersion(name) === version) {
    say(`${name}@${version} is already there (${megabytes(target)} MB).`);
    return;
  }
  // Inside node_modules, so that the finished folder can be moved into place in one step.
  const folder = mkdtempSync(join(MODULES, ".gpu-"));
  try {
    say(`Fetching ${name}@${version} ...`);
    const options = ["--no-save", "--ignore-scripts", "--omit=dev", "--prefix", folder];
    const { status } = spawnSync("npm", ["install", ...options, `${name}@${version}`], {
      stdio: ["ignore", "inherit", "inherit"],
      shell: process.platform === "win32",
    });
    const fetched = join(folder, "node_modules", name);
    if (status !== 0 || !existsSync(fetched)) throw new Error(`npm could not fetch ${name}@${version}.`);
    rmSync(target, { recursive: true, force: true });
    mkdirSync(dirname(target), { recursive: true });
    renameSync(fetched, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (installedVersion(name) !== version)
    throw new Error(`${name} arrived in another version than ${version}.`);
  say(`${name}@${version}: ${megabytes(target)} MB.`);
}

async function report(wanted) {
  const { getLlama, LlamaLogLevel } = await import("node-llama-cpp");
  const llama = await getLlama({
    gpu: "auto",
    build: "never",
    skipDownload: true,
    progressLogs: false,
    logLevel: LlamaLogLevel.error,
  });
  const devices = await llama.getGpuDeviceNames();
  await llama.dispose();
  if (llama.gpu === false)
    say(`No ${wanted} driver answers on this machine: models run on the CPU until one does.`);
  else say(`Models now run on ${llama.gpu}: ${devices.join(", ")}.`);
}

function installedVersion(name) {
  const file = join(MODULES, name, "package.json");
  if (!existsSync(file)) return null;
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  // An alias in `overrides` carries another name at this path.
  return manifest.name === name ? manifest.version : null;
}

function megabytes(folder) {
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += statSync(join(entry.parentPath, entry.name)).size;
  }
  return Math.round(bytes / 1_000_000);
}

function say(line) {
  process.stdout.write(`${line}\n`);
}
