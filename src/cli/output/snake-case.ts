// Moved to core, for the API says the same words; imports follow file by file.
export { snakeCase } from "../../core/snake-case.ts";
