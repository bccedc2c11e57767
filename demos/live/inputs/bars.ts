/** A place on the pad, from 0 to 1: from its left, and from its top. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Most bars that have their number beneath. */
const NUMBERED = 16;

/** The numbers after the pen went from one place to another: the bars on its way are as high as it was. */
export function barsAfter(values: Float32Array, from: Place, to: Place): Float32Array {
  const bars = values.slice();
  const at = ({ x }: Place) => Math.min(values.length - 1, Math.max(0, Math.floor(x * values.length)));
  const [first, last] = [at(from), at(to)];
  const way = Math.abs(last - first);
  for (let step = 0; step <= way; step++) {
    const part = way === 0 ? 1 : step / way;
    const y = from.y + part * (to.y - from.y);
    bars[first + Math.sign(last - first) * step] = Math.min(1, Math.max(0, 1 - y));
  }
  return bars;
}

/** Draws numbers from 0 to 1 as bars; the chosen one has a line at its foot. */
export function drawBars(
  canvas: HTMLCanvasElement,
  values: Float32Array,
  chosen: number | undefined,
  colour: (name: string) => string,
): void {
  const { width, height } = canvas;
  const context = canvas.getContext('2d')!;
  const foot = values.length <= NUMBERED ? 36 : 8;
  const each = width / values.length;
  const gap = each > 8 ? Math.max(1, each / 10) : 0;
  Object.assign(context, { textAlign: 'center', font: '22px Inter, system-ui, sans-serif' });
  for (const [i, value] of values.entries()) {
    context.fillStyle = colour('--blue');
    const tall = value * (height - foot);
    context.fillRect(i * each + gap, height - foot - tall, each - 2 * gap, tall);
    context.fillStyle = colour(i === chosen ? '--blue' : '--axis');
    context.fillRect(i * each + gap, height - foot, each - 2 * gap, i === chosen ? 4 : 2);
    context.fillStyle = colour('--muted');
    if (values.length <= NUMBERED) context.fillText(String(i), (i + 0.5) * each, height - 8);
  }
}
