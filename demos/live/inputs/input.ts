/** A source of images for the input layer, other than the pad. */
export interface Input {
  readonly name: string;
  readonly title: string;
  /** What it does, in a sentence. */
  readonly hint: string;
  /** What has to be given, where it needs to know where to look. */
  readonly address?: { readonly label: string; readonly value: string };
  /** Begins, and returns what ends it. Rejects where it is not to be had. */
  start(emit: (image: Float32Array) => void, address: string): Promise<() => void>;
}

/** Side of the input image in pixels. */
export const SIDE = 28;
