/**
 * What features are made from. The gateway fills it from a request, the offline commands from a row of an outcome file,
 * so that a policy learnt from files can serve. Texts may be longer than what is read: extraction bounds them.
 */
export type RequestView = {
  /** The last user turn. */
  readonly text: string;
  readonly system: string | null;
  /** Task tag of the request (a benchmark's subtask offline), the strongest signal when there is one. */
  readonly family: string | null;
  /** Application, route or API-key id: who sends this kind of work. */
  readonly origin: string | null;
  readonly turns: number;
  readonly tools: number;
  readonly jsonSchema: boolean;
  readonly images: number;
  readonly outputTokensMax: number | null;
  readonly effort: string | null;
};

export const EMPTY_VIEW: RequestView = {
  text: "",
  system: null,
  family: null,
  origin: null,
  turns: 1,
  tools: 0,
  jsonSchema: false,
  images: 0,
  outputTokensMax: null,
  effort: null,
};
