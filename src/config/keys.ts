import { hash, timingSafeEqual } from "node:crypto";
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "../core/app-error.ts";
import { makePrivateFolder } from "../core/private-folder.ts";
import { zodProblems } from "./zod-problems.ts";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const KEY_BYTES = 20;
const SALT_BYTES = 16;
const ID_BYTES = 5;
const KEY_CHARS_MAX = 512;
/** Who asked, in the ledger, when no client did. */
const PASSING_KEY_ID = "key_this_process";

const keysFileSchema = z.strictObject({
  version: z.literal(1),
  keys: z
    .array(
      z.strictObject({
        id: z.string().min(1),
        salt: z.string().min(1),
        hash: z.string().regex(/^[0-9a-f]{64}$/u),
        scopes: z.array(z.string()),
        created: z.string(),
      }),
    )
    .min(1),
});

type StoredKey = z.infer<typeof keysFileSchema>["keys"][number];

type KeyIdentity = { readonly keyId: string; readonly scopes: readonly string[] };

export type Keys = {
  /** The admin key in clear, only from the call that created it. */
  readonly adminKey: string | null;
  readonly authenticate: (bearer: string) => KeyIdentity | null;
};

export type KeyTools = {
  readonly randomBytes: (size: number) => Uint8Array;
  readonly nowMs: () => number;
};

/**
 * Opens the keys of a data folder and creates the admin key the first time. A key is 160 random bits, which no
 * one can guess through a fast hash, so one salted SHA-256 is enough: a slow hash protects chosen passwords.
 */
export function openKeys(dataDir: string, tools: KeyTools): Keys {
  makePrivateFolder(dataDir);
  const keysPath = join(dataDir, "keys.json");
  const adminKey = existsSync(keysPath)
    ? null
    : createAdminKey({ keysPath, adminKeyPath: adminKeyPathOf(dataDir) }, tools);
  const stored = readKeys(keysPath);
  return { adminKey, authenticate: authenticator(stored) };
}

/** One key that lives as long as this process and is never written: for a door that no one else can reach. */
export function passingKeys({ randomBytes }: Pick<KeyTools, "randomBytes">): Keys {
  const adminKey = newKey(randomBytes);
  const identity = { keyId: PASSING_KEY_ID, scopes: ["admin"] };
  return { adminKey, authenticate: (bearer) => (bearer === adminKey ? identity : null) };
}

export function adminKeyPathOf(dataDir: string): string {
  return join(dataDir, "admin-key");
}

/** The admin key in clear, `null` when this data folder has none that this user may read. */
export function readAdminKey(dataDir: string): string | null {
  try {
    return readFileSync(adminKeyPathOf(dataDir), "utf8").trim() || null;
  } catch {
    return null;
  }
}

type KeyPaths = { readonly keysPath: string; readonly adminKeyPath: string };

function createAdminKey({ keysPath, adminKeyPath }: KeyPaths, tools: KeyTools): string | null {
  const adminKey = newKey(tools.randomBytes);
  // When another process was first, or a start was cut between the two files, the key already written counts.
  const created = writeOnce(adminKeyPath, `${adminKey}\n`, tools);
  const key = created ? adminKey : readText(adminKeyPath).trim();
  if (key === "") {
    throw new AppError("invalid_config", `${adminKeyPath} is empty`, {
      hint: `delete it to get a new admin key`,
    });
  }
  const salt = Buffer.from(tools.randomBytes(SALT_BYTES)).toString("hex");
  const stored: StoredKey = {
    id: `key_${base32(tools.randomBytes(ID_BYTES))}`,
    salt,
    hash: hash("sha256", salt + key, "hex"),
    scopes: ["admin"],
    created: new Date(tools.nowMs()).toISOString(),
  };
  writeOnce(keysPath, `${JSON.stringify({ version: 1, keys: [stored] }, null, 2)}\n`, tools);
  return created ? adminKey : null;
}

function newKey(randomBytes: KeyTools["randomBytes"]): string {
  return `tq-${base32(randomBytes(KEY_BYTES))}`;
}

/** Writes a file that must not exist yet, whole or not at all. False when it is there already. */
function writeOnce(path: string, content: string, tools: KeyTools): boolean {
  try {
    return writeOrFail(path, content, tools);
  } catch (cause) {
    throw new AppError("invalid_config", `${path} cannot be written: ${messageOf(cause)}`, {
      hint: "let the user who runs Toque write to that folder, or choose another with --data",
      cause,
    });
  }
}

function writeOrFail(path: string, content: string, tools: KeyTools): boolean {
  const draft = `${path}.${base32(tools.randomBytes(ID_BYTES))}`;
  writeFileSync(draft, content, { mode: 0o600, flag: "wx" });
  try {
    linkSync(draft, path);
    return true;
  } catch (cause) {
    if (isNodeError(cause) && cause.code === "EEXIST") {
      return false;
    }
    // Some network and container file systems have no links.
    writeFileSync(path, content, { mode: 0o600, flag: "wx" });
    return true;
  } finally {
    rmSync(draft, { force: true });
  }
}

function readKeys(keysPath: string): readonly StoredKey[] {
  const text = readText(keysPath);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw damaged(`${keysPath} is not valid JSON: ${messageOf(cause)}`, cause);
  }
  const parsed = keysFileSchema.safeParse(content);
  if (parsed.success) return parsed.data.keys;
  const [problem] = zodProblems(parsed.error, content, { schema: keysFileSchema });
  const where = problem === undefined || problem.path === "" ? "it" : problem.path;
  throw damaged(`${keysPath} is not a list of keys: ${where} ${problem?.message ?? ""}`, parsed.error);
}

function damaged(message: string, cause: unknown): AppError {
  return new AppError("invalid_config", message, {
    hint: "restore it from a backup; or delete it together with admin-key to start with a new admin key",
    cause,
  });
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new AppError("invalid_config", `${path} cannot be read: ${messageOf(cause)}`, {
      hint: "let the user who runs Toque read it; it belongs to that user alone (mode 600)",
      cause,
    });
  }
}

/**
 * Remembers accepted keys by their digest, so that a known key costs one hash and a lookup. The map never holds
 * more entries than there are keys, and a digest tells nothing about the key to one who measures the lookup.
 */
function authenticator(stored: readonly StoredKey[]): (bearer: string) => KeyIdentity | null {
  const known = new Map<string, KeyIdentity>();
  const candidates = stored.map((key) => ({
    identity: { keyId: key.id, scopes: key.scopes },
    salt: key.salt,
    hash: Buffer.from(key.hash, "hex"),
  }));
  return (bearer) => {
    if (bearer === "" || bearer.length > KEY_CHARS_MAX) {
      return null;
    }
    const digest = hash("sha256", bearer, "base64");
    const seen = known.get(digest);
    if (seen !== undefined) {
      return seen;
    }
    let found: KeyIdentity | null = null;
    for (const candidate of candidates) {
      if (timingSafeEqual(hash("sha256", candidate.salt + bearer, "buffer"), candidate.hash)) {
        found = candidate.identity;
      }
    }
    if (found !== null) {
      known.set(digest, found);
    }
    return found;
  };
}

/** Five bits a character, so that every character is equally likely. */
function base32(bytes: Uint8Array): string {
  let text = "";
  let value = 0;
  let bits = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET.charAt((value >>> bits) & 31);
    }
    value &= (1 << bits) - 1;
  }
  return text;
}

function isNodeError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
