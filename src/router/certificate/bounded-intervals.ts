import type { Interval } from "../../statistics/wilson-interval.ts";
import { meanLowerBound } from "./mean-bound.ts";

const EACH_SIDE = 0.975;

/** 95 % of a mean paired difference; never of width zero, for ties alone do not prove that nothing differs. */
export function differenceInterval(differences: readonly number[]): Interval {
  const turned = differences.map((difference) => -difference);
  const upper = -meanLowerBound(turned, EACH_SIDE, "t");
  return [Math.max(-1, meanLowerBound(differences, EACH_SIDE, "t")), Math.min(1, upper)];
}
