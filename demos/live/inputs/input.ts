/** A source of images for the input layer, other than the pad. */
export interface Input {
  readonly name: string;
  readonly title: string;
  /** What it does, in a sentence. */
  readonly hint: string;
  /** What has to be given, where it needs to know where to look. */
  readonly address?: { readonly label: string; readonly value: string };
  /** Begins, and returns what ends it. Rejects where it is not to be had. */
  start(sink: Sink, address: string): Promise<() => void>;
  /** What of an image a network gets that takes no image but a vector. Default: the mean of each column. */
  profile?(image: Float32Array): Float32Array;
}

/** Where an input's images go. */
export interface Sink {
  /** Takes `SIDE` times `SIDE` pixels, or `size()` numbers: as many as the network of the moment takes. */
  emit(image: Float32Array): void;
  size(): number;
  /** Nothing more will come, and why. */
  ended(why: string): void;
}

/** Side of the input image in pixels. */
export const SIDE = 28;
