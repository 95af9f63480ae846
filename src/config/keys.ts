import { hash, timingSafeEqual } from "node:crypto";
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "../core/app-error.ts";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const KEY_BYTES = 20;
const SALT_BYTES = 16;
const ID_BYTES = 5;
const KEY_CHARS_MAX = 512;

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
  readonly adminKeyPath: string;
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
  makePrivateDir(dataDir);
  const keysPath = join(dataDir, "keys.json");
  const adminKeyPath = join(dataDir, "admin-key");
  const adminKey = existsSync(keysPath) ? null : createAdminKey(keysPath, adminKeyPath, tools);
  const stored = readKeys(keysPath);
  return { adminKey, adminKeyPath, authenticate: authenticator(stored) };
}

/** The admin key in clear, `null` when this data folder has none that this user may read. */
export function readAdminKey(dataDir: string): string | null {
  try {
    return readFileSync(join(dataDir, "admin-key"), "utf8").trim() || null;
  } catch {
    return null;
  }
}

/** A folder that only its owner may enter. */
function makePrivateDir(dataDir: string): void {
  try {
    const created = mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    if (created !== undefined) {
      chmodSync(dataDir, 0o700);
    }
  } catch (cause) {
    throw new AppError("invalid_config", `the data folder ${dataDir} cannot be made: ${messageOf(cause)}`, {
      hint: "choose another with --data, TOQUE_DATA_DIR or `data` in the config",
      param: "data",
      cause,
    });
  }
}

function createAdminKey(keysPath: string, adminKeyPath: string, tools: KeyTools): string | null {
  const adminKey = `tq-${base32(tools.randomBytes(KEY_BYTES))}`;
  // When another process was first, or a start was cut between the two files, the key already written counts.
  const created = writeOnce(adminKeyPath, `${adminKey}\n`, tools);
  const key = created ? adminKey : readFileSync(adminKeyPath, "utf8").trim();
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

/** Writes a file that must not exist yet, whole or not at all. False when it is there already. */
function writeOnce(path: string, content: string, tools: KeyTools): boolean {
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
  try {
    return keysFileSchema.parse(JSON.parse(readFileSync(keysPath, "utf8"))).keys;
  } catch (cause) {
    throw new AppError("invalid_config", `${keysPath} cannot be read as a list of keys`, {
      hint: `restore it from a backup; or delete it together with admin-key to start with a new admin key`,
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
