import type { Family } from "./family.ts";
import { numericTask, defineShape, type Shape } from "./shape.ts";

/** The product of two whole numbers with its steps: the second factor is taken digit by digit. */
function multiply(left: number, right: number): { steps: string[]; value: number } {
  const value = left * right;
  const tens = right - (right % 10);
  const ones = right % 10;
  if (tens === 0 || ones === 0) return { steps: [`${left}*${right}=${value}`], value };
  const [big, small] = [left * tens, left * ones];
  return {
    steps: [`${left}*${tens}=${big}`, `${left}*${ones}=${small}`, `${big}+${small}=${value}`],
    value,
  };
}

const addAddShape = defineShape({
  name: "a + b + c",
  radices: [900, 990, 90],
  write: ([i, j, k]) => {
    const [a, b, c] = [100 + i, 10 + j, 10 + k];
    return numericTask(
      `What is ${a} + ${b} + ${c}?`,
      [`${a}+${b}=${a + b}`, `${a + b}+${c}=${a + b + c}`],
      a + b + c,
    );
  },
});

const addTakeShape = defineShape({
  name: "a + b - c",
  radices: [900, 990, 100],
  write: ([i, j, k]) => {
    const [a, b, c] = [100 + i, 10 + j, 10 + k];
    return numericTask(
      `What is ${a} + ${b} - ${c}?`,
      [`${a}+${b}=${a + b}`, `${a + b}-${c}=${a + b - c}`],
      a + b - c,
    );
  },
});

const takeAddShape = defineShape({
  name: "a - b + c",
  radices: [500, 400, 990],
  write: ([i, j, k]) => {
    const [a, b, c] = [500 + i, 100 + j, 10 + k];
    return numericTask(
      `What is ${a} - ${b} + ${c}?`,
      [`${a}-${b}=${a - b}`, `${a - b}+${c}=${a - b + c}`],
      a - b + c,
    );
  },
});

const timesAddShape = defineShape({
  name: "a * b + c",
  radices: [90, 90, 9900],
  write: ([i, j, k]) => {
    const [a, b, c] = [10 + i, 10 + j, 100 + k];
    const { steps, value } = multiply(a, b);
    return numericTask(`What is ${a} * ${b} + ${c}?`, [...steps, `${value}+${c}=${value + c}`], value + c);
  },
});

const twoSmallProductsShape = defineShape({
  name: "a * d + b * e",
  radices: [900, 8, 900, 8],
  write: ([i, j, k, l]) => {
    const [a, d, b, e] = [100 + i, 2 + j, 100 + k, 2 + l];
    const [left, right] = [a * d, b * e];
    return numericTask(
      `What is ${a} * ${d} + ${b} * ${e}?`,
      [`${a}*${d}=${left}`, `${b}*${e}=${right}`, `${left}+${right}=${left + right}`],
      left + right,
    );
  },
});

const bracketShape = defineShape({
  name: "(a + b) * c - d",
  radices: [40, 40, 90, 190],
  write: ([i, j, k, l]) => {
    const [a, b, c, d] = [10 + i, 10 + j, 10 + k, 10 + l];
    const { steps, value } = multiply(a + b, c);
    return numericTask(
      `What is (${a} + ${b}) * ${c} - ${d}?`,
      [`${a}+${b}=${a + b}`, ...steps, `${value}-${d}=${value - d}`],
      value - d,
    );
  },
});

const twoProductsShape = defineShape({
  name: "a * b + c * d",
  radices: [90, 90, 90, 90],
  write: ([i, j, k, l]) => {
    const [a, b, c, d] = [10 + i, 10 + j, 10 + k, 10 + l];
    const [left, right] = [multiply(a, b), multiply(c, d)];
    const sum = left.value + right.value;
    return numericTask(
      `What is ${a} * ${b} + ${c} * ${d}?`,
      [...left.steps, ...right.steps, `${left.value}+${right.value}=${sum}`],
      sum,
    );
  },
});

function plain(sign: "+" | "-" | "*", radices: [number, number], from: [number, number]): Shape {
  return defineShape({
    name: `a ${sign} b below ${radices[1]}`,
    radices,
    write: ([i, j]) => {
      const [a, b] = [from[0] + i, from[1] + j];
      if (sign === "*") {
        const { steps, value } = multiply(a, b);
        return numericTask(`What is ${a} * ${b}?`, steps, value);
      }
      const [high, low] = sign === "-" && b > a ? [b, a] : [a, b];
      const value = sign === "+" ? high + low : high - low;
      return numericTask(`What is ${high} ${sign} ${low}?`, [`${high}${sign}${low}=${value}`], value);
    },
  });
}

/** Whole-number arithmetic, worked one operation a line. */
export const arithmetic: Family = {
  name: "arithmetic",
  shapes: {
    easy: [addAddShape, addTakeShape, takeAddShape],
    medium: [timesAddShape, twoSmallProductsShape],
    hard: [bracketShape, twoProductsShape],
  },
  drills: [
    plain("*", [90, 90], [10, 10]),
    plain("*", [98, 9], [2, 1]),
    plain("*", [900, 8], [100, 2]),
    plain("+", [9900, 9900], [100, 100]),
    plain("+", [100, 100], [0, 0]),
    plain("-", [9900, 900], [100, 10]),
    plain("-", [1000, 100], [0, 0]),
  ],
};
