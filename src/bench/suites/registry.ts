import { practice } from "./practice/practice.ts";
import type { Suite } from "./suite.ts";

/** Every suite that `toque suites` knows. A new suite is one file and one line here. */
export const suites: readonly Suite[] = [practice];

/** The suite of that name, or an error that lists the names there are. */
export function suiteNamed(name: string): Suite {
  const suite = suites.find((candidate) => candidate.name === name);
  if (suite) return suite;
  throw new RangeError(`There is no suite "${name}". Suites: ${suites.map((one) => one.name).join(", ")}.`);
}
