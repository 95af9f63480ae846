import { z } from "zod";

const NAME_CHARS_MAX = 128;

/** Names are shown in headers and addresses, so they are plain. */
export const nameSchema = z
  .string()
  .min(1)
  .max(NAME_CHARS_MAX)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:/@-]*$/u, "must be letters, digits and . _ : / @ - only");
