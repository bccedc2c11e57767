import type { Context2D, Frame } from '../../src/plot/frame.js';

export interface Rect {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Text extends Rect {
  text: string;
  upright: boolean;
  size: number;
  align: string;
}

export interface Mark extends Rect {
  kind: 'rect' | 'disc';
  color: string;
}

export interface Line {
  from: readonly [number, number];
  to: readonly [number, number];
  color: string;
}

export interface Drawing {
  texts: Text[];
  marks: Mark[];
  lines: Line[];
}

/** Draws on a context that only notes what was drawn and where. Letters are 0.62 em wide. */
export function recordFrame(frame: Frame): Drawing {
  const drawing: Drawing = { texts: [], marks: [], lines: [] };
  let origin = { x: 0, y: 0, upright: false };
  const saved: (typeof origin)[] = [];
  let path: { marks: Omit<Mark, 'color'>[]; lines: Omit<Line, 'color'>[] } = { marks: [], lines: [] };
  let at: readonly [number, number] = [0, 0];
  const context = {
    font: '10px sans-serif',
    textAlign: 'left',
    fillStyle: '',
    strokeStyle: '',
    save: () => saved.push(origin),
    restore: () => {
      origin = saved.pop()!;
    },
    translate: (x: number, y: number) => {
      origin = { ...origin, x: origin.x + x, y: origin.y + y };
    },
    rotate: () => {
      origin = { ...origin, upright: true };
    },
    clip: () => {},
    beginPath: () => {
      path = { marks: [], lines: [] };
    },
    moveTo: (x: number, y: number) => {
      at = [x, y];
    },
    lineTo: (x: number, y: number) => {
      path.lines.push({ from: at, to: [x, y] });
      at = [x, y];
    },
    rect: (x: number, y: number, w: number, h: number) => {
      path.marks.push({ kind: 'rect', left: x, top: y, right: x + w, bottom: y + h });
    },
    arc: (x: number, y: number, r: number) => {
      path.marks.push({ kind: 'disc', left: x - r, top: y - r, right: x + r, bottom: y + r });
    },
    fill: () => drawing.marks.push(...path.marks.map((mark) => ({ ...mark, color: context.fillStyle }))),
    stroke: () => {
      const color = context.strokeStyle;
      drawing.lines.push(...path.lines.map((line) => ({ ...line, color })));
      drawing.marks.push(
        ...path.marks.filter(({ kind }) => kind === 'disc').map((mark) => ({ ...mark, color })),
      );
    },
    fillRect: (x: number, y: number, w: number, h: number) => {
      const box = { left: x, top: y, right: x + w, bottom: y + h };
      drawing.marks.push({ kind: 'rect', ...box, color: context.fillStyle });
    },
    measureText: (text: string) => ({ width: 0.62 * sizeOf(context.font) * text.length }),
    fillText: (text: string, x: number, y: number) => {
      const size = sizeOf(context.font);
      const width = 0.62 * size * text.length;
      const start = { left: 0, center: -width / 2, right: -width }[context.textAlign] ?? Number.NaN;
      const [from, to, above, under] = [x + start, x + start + width, y - 0.73 * size, y + 0.2 * size];
      const box = origin.upright
        ? { left: origin.x + above, right: origin.x + under, top: origin.y - to, bottom: origin.y - from }
        : { left: origin.x + from, right: origin.x + to, top: origin.y + above, bottom: origin.y + under };
      drawing.texts.push({ text, ...box, upright: origin.upright, size, align: context.textAlign });
    },
  };
  frame.draw(context as unknown as Context2D);
  return drawing;
}

/** Labels of the lowest horizontal axis: the numbers in the lowest row that has any. */
export function labelsBelow({ texts }: Drawing): string[] {
  const numbers = texts.filter(({ text, upright }) => isNumber(text) && !upright);
  const lowest = Math.max(...numbers.map(({ bottom }) => bottom));
  return numbers.filter(({ bottom }) => bottom === lowest).map(({ text }) => text);
}

/** Labels of the vertical axes, in the order in which they were drawn. */
export function labelsLeft({ texts }: Drawing): string[] {
  return texts.filter(({ text, align }) => isNumber(text) && align === 'right').map(({ text }) => text);
}

/** What is wrong with the texts: those that leave the frame and pairs that touch each other. */
export function collisions(frame: Frame): string[] {
  const { texts } = recordFrame(frame);
  const wrong: string[] = [];
  texts.forEach((a, i) => {
    if (!(a.left >= 0 && a.top >= 0 && a.right <= frame.width && a.bottom <= frame.height))
      wrong.push(`'${a.text}' leaves the frame`);
    for (const b of texts.slice(i + 1)) {
      if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
        wrong.push(`'${a.text}' touches '${b.text}'`);
    }
  });
  return wrong;
}

function sizeOf(font: string) {
  return Number(/([\d.]+)px/.exec(font)![1]);
}

function isNumber(text: string) {
  return /^[−\d][\d.,]*[a-zA-Zµ]?$/.test(text);
}
