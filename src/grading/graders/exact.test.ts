import { describeGrader } from "../conformance.ts";

describeGrader({
  check: { type: "exact", expected: ["Paris", "the city of Paris"], ignore_case: true },
  right: [
    "Paris",
    " paris.\n",
    "**Paris**",
    "I think so.\n\nAnswer: PARIS",
    "**Answer:** `Paris`",
    "\\boxed{\\text{Paris}}",
    "Final answer: the city of Paris.",
  ],
  wrong: ["London", "Paris or London", "Answer: Paris\nAnswer: London", "\\boxed{London} Paris"],
  untold: ["", "  \n"],
});
