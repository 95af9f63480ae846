import { AppError } from "../core/app-error.ts";

/** Who is calling. `scopes` holds `admin` or the names of what the key may do. */
export type Caller = { readonly keyId: string; readonly scopes: readonly string[] };

export type Authenticate = (key: string) => Caller | null;

const SCHEME = /^bearer +/i;
const HINT =
  "send the header 'Authorization: Bearer tq-…'; the admin key is in the file admin-key of the data folder";

/** Finds the caller behind the Authorization header; throws `missing_key` or `invalid_key`. */
export function callerOf(header: string | undefined, authenticate: Authenticate): Caller {
  if (header === undefined) throw new AppError("missing_key", "no API key was sent", { hint: HINT });
  const caller = authenticate(header.replace(SCHEME, ""));
  if (caller === null) throw new AppError("invalid_key", "the API key is not valid", { hint: HINT });
  return caller;
}

/** As `callerOf`, for what only an operator may see or change; throws `forbidden` for another key. */
export function adminOf(header: string | undefined, authenticate: Authenticate): Caller {
  const caller = callerOf(header, authenticate);
  if (caller.scopes.includes("admin")) return caller;
  throw new AppError("forbidden", `the key ${caller.keyId} may not use the API`, {
    hint: "use the admin key, which is in the file admin-key of the data folder",
  });
}
