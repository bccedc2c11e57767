import { Subject } from 'rxjs';
import { leaky, linear } from 'rxsnn';
import type { Case } from '../case.js';
import { defaultDevice, lockStep } from '../contenders/rxsnn.js';
import { ms, short } from '../report/words.js';
import { quantile } from '../stats.js';
import { type Task, taskOf } from '../task.js';

/** One step each millisecond, as from a sensor: how long until its output spikes are there. */
export const latency: Case = {
  name: 'latency',
  about: 'one step of 784-1000-10 each millisecond, until its output spikes are on the host',
  async run({ quick, progress }) {
    const seconds = quick ? 2 : 10;
    const rows = [];
    for (const density of [0.5, 0.1]) {
      const task = taskOf({ steps: 200, density });
      const found = await clocked(task, seconds * 1000, (t) =>
        progress.say(`${density * 100} % density, ${Math.round(t / 1000)} of ${seconds} s`),
      );
      rows.push({ density, ...found });
    }
    return {
      tables: [
        {
          head: ['input density', 'p50 ms', 'p99 ms', 'max ms', 'of 1 ms at p50', 'begun late', 'steps'],
          rows: rows.map(({ density, p50, p99, max, late, steps }) => [
            `${density * 100} %`,
            ms(p50),
            ms(p99),
            ms(max),
            `${(p50 * 100).toFixed(0)} %`,
            `${((late / steps) * 100).toFixed(1)} %`,
            short(steps),
          ]),
        },
      ],
      notes: [`on ${defaultDevice()}, in lock-step; late: begun more than 0.1 ms after its time`],
      data: rows,
    };
  },
};

async function clocked(task: Task, steps: number, report: (t: number) => void) {
  const { input, fc1, fc2, beta, sizes } = task;
  const frames = Array.from({ length: task.steps }, (_, t) =>
    input.data.slice(t * sizes[0], (t + 1) * sizes[0]),
  );
  const input$ = new Subject<Float32Array>();
  let spikes = 0;
  const running = input$
    .pipe(lockStep, linear(fc1), leaky({ beta }), linear(fc2), leaky({ beta }))
    .subscribe((step) => {
      spikes += step.spk!.data[0]!;
    });
  const warmUp = 500;
  const took = new Float64Array(steps);
  let late = 0;
  let start = performance.now();
  for (let t = -warmUp; t < steps; t++) {
    if (t === 0) start = performance.now();
    if (t >= 0 && t % 250 === 0) report(t);
    const due = start + t;
    while (t >= 0 && performance.now() < due - 0.3) await new Promise((resolve) => setImmediate(resolve));
    while (t >= 0 && performance.now() < due);
    const begun = performance.now();
    input$.next(frames[(t + warmUp) % frames.length]!);
    if (t < 0) continue;
    took[t] = performance.now() - begun;
    if (begun - due > 0.1) late += 1;
  }
  running.unsubscribe();
  return {
    p50: quantile(took, 0.5),
    p99: quantile(took, 0.99),
    max: quantile(took, 1),
    late,
    steps,
    spikes,
  };
}
