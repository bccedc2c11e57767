import { EventEmitter } from 'node:events';
import type { WriteStream } from 'node:tty';
import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { Tally } from '../../../demos/stream/tally.js';
import { bar, rasterCells, sparkline } from '../../../demos/stream/view/blocks.js';
import { picture } from '../../../demos/stream/view/picture.js';
import { Rate } from '../../../demos/stream/view/rate.js';
import { Recent } from '../../../demos/stream/view/recent.js';
import { screen } from '../../../demos/stream/view/screen.js';
import { showOnTerminal } from '../../../demos/stream/view/terminal.js';

const layers = [
  { name: 'input', neurons: 64 },
  { name: 'output', neurons: 3 },
];

/** Thirty steps: a diagonal of inputs fires always, output 1 in every second step, output 2 in the last one. */
function view(steps = 30) {
  const recent = new Recent(layers, 25);
  const diagonal = Array.from({ length: 8 }, (_, i) => 9 * i);
  for (let t = 0; t < steps; t++) {
    const events = [...(t % 2 ? [1] : []), ...(t === steps - 1 ? [2] : [])];
    recent.add({
      t,
      layers: [
        { layer: 'input', events: diagonal },
        { layer: 'output', events },
      ],
    });
  }
  const tally = Object.assign(new Tally(), { steps: 12_345, dropped: 7, consumers: 2 });
  return {
    stages: ['sine', 'rateConv', '64-3', 'ws://x'],
    recent,
    tally,
    seconds: 75.3,
    stepsPerSecond: 1234.5,
  };
}

describe('the screen', () => {
  it('shows layers, neurons, input and counters', () => {
    const lines = screen(view(), { columns: 64, rows: 24 }, false).map((line) => line.trimEnd());
    expect(lines).toEqual([
      ' rxsnn stream                                              1:15',
      ' sine → rateConv → 64-3 → ws://x',
      '',
      ' input                ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇         12.5 %  ▒▒',
      ' output               ▄▄▄▄▄▄▄▄▄▄▄▄▄▄▇         17.8 %    ▒▒',
      '                                                          ▒▒',
      ' 0                                                 0        ▒▒',
      ' 1                    ▗▗▗▗▗▗▗▗▗▗▗▗▗▗▗  █           3',
      ' 2                                  ▗  ▍           1',
      '',
      ' 12,345 steps  1,235 steps/s  refused 0  dropped 7  clients 2',
      ' Ctrl-C ends',
    ]);
  });

  it('shows the end of the stages where they do not fit: the address', () => {
    const [, stages] = screen(view(), { columns: 24, rows: 24 }, false);
    expect(stages).toBe(' …eConv → 64-3 → ws://x');
  });

  it('mentions the neurons for which there is no room', () => {
    const lines = screen(view(), { columns: 40, rows: 11 }, false).map((line) => line.trimEnd());
    expect(lines).toHaveLength(11);
    expect(lines.filter((line) => line.startsWith(' ...'))).toEqual([' ...     2 more']);
  });

  it('keeps within every terminal, with colours and without', () => {
    const sizes = fc.record({
      columns: fc.integer({ min: 1, max: 200 }),
      rows: fc.integer({ min: 1, max: 60 }),
    });
    fc.assert(
      fc.property(sizes, fc.boolean(), fc.constantFrom(0, 1, 600), (size, colour, steps) => {
        const lines = screen(view(steps), size, colour);
        expect(lines.length).toBeLessThanOrEqual(size.rows);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
        const bare = lines.map((line) => line.replace(/\x1b\[[\d;]*m/g, ''));
        expect(bare.join('')).not.toContain('\x1b');
        expect(Math.max(...bare.map((line) => line.length))).toBeLessThanOrEqual(size.columns);
        if (!colour) expect(lines).toEqual(bare);
      }),
      { numRuns: 60 },
    );
  });
});

describe('blocks', () => {
  it('put two steps into a cell, the last at the right end', () => {
    expect(rasterCells([true, false, false, true, true, true, false, false], 4)).toBe('▖▗▄ ');
    expect(rasterCells([true, true, true], 3)).toBe(' ▗▄');
    expect(sparkline([0, 0, 0.001, 0, 0.5, 0.5, 1, 1], 5)).toBe('  ▁▄▇');
  });

  it('are as long as a value, in eighths', () => {
    expect([bar(0, 8, 2), bar(1, 16, 2), bar(12, 16, 2), bar(99, 16, 2)]).toEqual(['  ', '▏ ', '█▌', '██']);
  });

  it('put two pixels above one another', () => {
    const [line] = picture([1, 0, 0, 1], 2, true);
    expect(line).toEqual([
      { text: '▀', style: { ink: 1, ground: 0 } },
      { text: '▀', style: { ink: 0, ground: 1 } },
    ]);
  });
});

it('measures steps a second over the last second, from the first look on', () => {
  const rate = new Rate(0, 0);
  expect([rate.at(0, 0), rate.at(0.5, 10), rate.at(1, 20), rate.at(2, 20), rate.at(3, 20)]).toEqual([
    0, 20, 20, 0, 0,
  ]);
  expect(new Rate(1, 5).at(2, 30)).toBe(25);
});

describe('on a terminal', () => {
  it('is drawn in time and at every resize, never to one that is behind, and leaves the terminal as it was', () => {
    jest.useFakeTimers();
    try {
      let written = '';
      const terminal = Object.assign(new EventEmitter(), {
        columns: 10,
        rows: 2,
        writableNeedDrain: false,
        write: (text: string) => (written += text),
      });
      const before = ['exit', 'SIGTSTP', 'SIGCONT'].map((event) => process.listenerCount(event));
      const drawn: string[] = [];
      const hide = showOnTerminal(terminal as unknown as WriteStream, ({ columns, rows }) => {
        drawn.push(`${columns}x${rows}`);
        return ['one', 'two'];
      });
      expect(written).toContain('\x1b[?25l');
      jest.advanceTimersByTime(300);
      terminal.columns = 20;
      terminal.emit('resize');
      expect(drawn).toEqual(['10x2', '10x2', '10x2', '10x2', '20x2']);
      terminal.writableNeedDrain = true;
      jest.advanceTimersByTime(300);
      expect(drawn).toHaveLength(5);
      hide();
      hide();
      expect(written.endsWith('\x1b[?25h\x1b[?1049l')).toBe(true);
      expect(written.split('\x1b[?1049l')).toHaveLength(2);
      expect(['exit', 'SIGTSTP', 'SIGCONT'].map((event) => process.listenerCount(event))).toEqual(before);
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });
});
