/** Words with the white space that follows them; joined again they are the text. */
export function splitWords(text: string): string[] {
  return text.match(/\s*\S+\s*|\s+/gu) ?? [];
}
