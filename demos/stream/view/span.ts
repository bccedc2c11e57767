/** A piece of a line in one style; every character is one cell wide. */
export interface Span {
  readonly text: string;
  readonly style?: Style;
}

export type Style = keyof typeof STYLES | Grey;

/** Brightnesses, 0 to 1, of the ink and of what is behind it. */
export interface Grey {
  readonly ink: number;
  readonly ground: number;
}

export type Line = readonly Span[];

/** Colours of the 256 that can be read on dark and on light. */
const STYLES = { strong: '1', quiet: '38;5;244', blue: '38;5;33', orange: '38;5;208' } as const;

/** A line as a terminal takes it, no wider than `columns`. */
export function paint(line: Line, columns: number, colour: boolean): string {
  let left = columns;
  return line
    .map(({ text, style }) => {
      const cut = left >= text.length ? text : text.slice(0, left);
      left -= cut.length;
      return style && colour && cut ? `\x1b[${code(style)}m${cut}\x1b[0m` : cut;
    })
    .join('');
}

/** How many cells a line takes. */
export function widthOf(line: Line): number {
  return line.reduce((width, { text }) => width + text.length, 0);
}

function code(style: Style): string {
  if (typeof style === 'string') return STYLES[style];
  return `38;5;${grey(style.ink)};48;5;${grey(style.ground)}`;
}

/** One of the 24 greys; black itself would not show where a picture ends. */
function grey(brightness: number): number {
  return 234 + Math.round(21 * Math.min(1, brightness));
}
