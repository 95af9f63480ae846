/** Text in lines of at most that many characters; a longer word keeps a line of its own. */
export function wrapWords(text: string, width: number): readonly string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines = [""];
    for (const word of paragraph.split(" ")) {
      const last = lines.at(-1) ?? "";
      const longer = last === "" ? word : `${last} ${word}`;
      if (longer.length <= width || last === "") lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  });
}
