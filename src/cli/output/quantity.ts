// Moved to core, for explanations say the same words; imports follow file by file.
export { countOf, countText, durationText, energyText, moneyText, timeText } from "../../core/quantity.ts";
