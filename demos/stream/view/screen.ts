import type { Tally } from '../tally.js';
import { bar, rasterCells, STEPS_A_CELL, sparkline } from './blocks.js';
import { picture, sideOf } from './picture.js';
import type { Recent } from './recent.js';
import { type Line, paint, type Span, type Style, widthOf } from './span.js';

export interface View {
  /** What the stream is made of, from the frames to the address. */
  readonly stages: readonly string[];
  readonly recent: Recent;
  readonly tally: Tally;
  /** Since the start. */
  readonly seconds: number;
  readonly stepsPerSecond: number;
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Columns of a layer's or neuron's name, and of what stands to the right of its time course. */
const [NAME, VALUE] = [9, 15];

/** Columns that the rest takes beside a picture. */
const BESIDE = 48;

/** Rows above, between and below the layers and the neurons. */
const FRAME = 7;

/** The whole screen as text with colours, at most as many lines and columns as there are. */
export function screen(view: View, { columns, rows }: Size, colour: boolean): string[] {
  const { recent } = view;
  const side = recent.layers[0]!.name === 'input' ? sideOf(recent.layers[0]!.neurons) : undefined;
  const beside = side !== undefined && columns >= side + BESIDE ? picture(recent.glow, side, colour) : [];
  const width = columns - 2 - (beside.length > 0 ? side! + 2 : 0);
  const room = Math.max(1, rows - FRAME - recent.layers.length);
  const left = [...layerLines(recent, width), [], ...neuronLines(recent, width, room)];
  const body = Array.from({ length: Math.max(left.length, beside.length) }, (_, i) =>
    besides(left[i] ?? [], beside[i] ?? [], width + 1),
  );
  const lines = [...head(view, columns), [], ...body, [], ...foot(view)];
  return lines.slice(0, rows).map((line) => paint(line, columns, colour));
}

function head({ stages, seconds }: View, columns: number): Line[] {
  const clock = `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
  const title: Line = [{ text: ' rxsnn', style: 'strong' }, { text: ' stream' }];
  const gap = ' '.repeat(Math.max(1, columns - widthOf(title) - clock.length - 1));
  return [
    [...title, { text: `${gap}${clock}`, style: 'quiet' }],
    [{ text: ` ${ending(stages.join(' → '), columns - 2)}`, style: 'quiet' }],
  ];
}

/** A text of at most `room` characters: of a longer one the end, which has the address. */
function ending(text: string, room: number): string {
  return text.length > room ? `…${text.slice(text.length - Math.max(0, room - 1))}` : text;
}

/** A line a layer: the share of its neurons that fired over time, and its mean over the time that is shown. */
function layerLines(recent: Recent, width: number): Line[] {
  const cells = width - NAME - VALUE;
  return recent.layers.map(({ name }, i) => {
    const shares = recent.shares(i, STEPS_A_CELL * cells);
    const mean = shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
    const course = sparkline(shares, cells);
    const percent = `${(100 * mean).toFixed(1)} %`.padStart(VALUE);
    return [label(name), { text: course, style: 'blue' }, { text: percent, style: 'quiet' }];
  });
}

/** A line a neuron of the last layer: its raster, and its count; those that do not fit are only mentioned. */
function neuronLines(recent: Recent, width: number, room: number): Line[] {
  const { counts, window } = recent;
  const most = Math.max(...counts);
  const cells = width - NAME - VALUE;
  const count = counts.length > room ? room - 1 : counts.length;
  const lines = Array.from({ length: count }, (_, neuron): Line => {
    const value = counts[neuron]!;
    const style: Style = value === most && value > 0 ? 'orange' : 'blue';
    return [
      label(String(neuron), style === 'orange' ? style : 'quiet'),
      { text: rasterCells(recent.fired(neuron, STEPS_A_CELL * cells), cells), style },
      { text: `  ${bar(value, window, VALUE - 7)}`, style },
      { text: String(value).padStart(5), style: style === 'blue' ? 'quiet' : style },
    ];
  });
  if (count === counts.length) return lines;
  return [...lines, [label('...', 'quiet'), { text: `${counts.length - count} more`, style: 'quiet' }]];
}

function foot({ tally, stepsPerSecond }: View): Line[] {
  const fact = (text: string, alarming = false): Span => ({
    text: ` ${text} `,
    style: alarming ? 'orange' : 'quiet',
  });
  const { steps, refused, dropped, consumers, senders, reason } = tally;
  const facts: Line = [
    fact(`${steps.toLocaleString('en')} steps`),
    fact(`${rounded(stepsPerSecond)} steps/s`),
    fact(`refused ${refused}`, refused > 0),
    fact(`dropped ${dropped}`, dropped > 0),
    fact(`clients ${consumers + senders}`),
  ];
  return [facts, [fact(reason === undefined ? 'Ctrl-C ends' : `refused: ${reason}`)]];
}

/** A rate to three digits. */
export function rounded(rate: number): string {
  return rate < 100 ? rate.toFixed(1) : Math.round(rate).toLocaleString('en');
}

function label(text: string, style?: Style): Span {
  return { text: ` ${text}`.padEnd(NAME).slice(0, NAME), ...(style && { style }) };
}

/** Two lines beside one another, the second from column `start` on. */
function besides(left: Line, right: Line, start: number): Line {
  if (right.length === 0) return left;
  return [...left, { text: ' '.repeat(Math.max(0, start + 1 - widthOf(left))) }, ...right];
}
