import { describeGrader } from "../conformance.ts";

describeGrader({
  check: { type: "choice", expected: "B" },
  right: [
    "B",
    "b",
    "(B)",
    "**B**",
    "B.",
    "B) Paris",
    "(B) Paris",
    "B. Paris",
    "The answer is (B).",
    "The answer is B",
    "the correct option is **B**.",
    "Answer: B",
    "A is wrong. The answer is B.",
    "\\boxed{B}",
    "\\boxed{\\text{B}}",
    "Answer: (B) Paris",
    "I choose B because A bird can fly.",
    "The answer is B because option A is wrong.",
    "Option B",
  ],
  wrong: [
    "A",
    "The answer is (C).",
    "The answer is A because it fits.",
    "Answer: A",
    "The answer is B. No: the answer is D.",
    "Answer: A or B",
    "Answer: B, C",
  ],
  untold: [
    "",
    "Paris",
    "It is a city.",
    "Either A or B, or C.",
    "The answer is B or C",
    "The answer is a city",
  ],
});

describeGrader({
  check: { type: "choice", expected: "Paris", options: ["London", "Paris", "Rome"] },
  right: ["Paris", "paris.", "B", "(B) Paris", "**Paris**", "Answer: Paris"],
  wrong: ["London", "A", "Answer: Rome."],
  untold: ["D", "Berlin"],
});
