import type { BehaviorSubject, Observable, Subscription } from 'rxjs';
import { map } from 'rxjs';
import { addressEvents, type EventFileOptions, eventFile, type Step } from 'rxsnn';
import { frameOf } from '../inputs/toShape.js';
import type { Playback } from '../model/playback.js';

/** An event file that plays: read a piece at a time, again and again. */
export class Playing {
  /** Microseconds after the file's beginning at which the latest step begins. */
  time = 0;
  playback: Playback;
  #look: Subscription | undefined;

  private constructor(readonly file: File) {
    this.playback = { name: file.name, duration: 0, events: 0, whole: false };
  }

  /**
   * Opens a file: rejects where it is none of events, or has none. It is then looked through to its end, beside the run;
   * `tell` hears of it, and of damage. What is before the damage plays.
   */
  static open(file: File, tell: (playback: Playback, damage?: Error) => void): Promise<Playing> {
    const playing = new Playing(file);
    return new Promise((resolve, reject) => {
      let start: number | undefined;
      const end = (damage?: Error) => {
        if (start === undefined) reject(damage ?? new Error(`${file.name} has no events.`));
        else playing.#know({ whole: true }, (playback) => tell(playback, damage));
      };
      playing.#look = addressEvents(file).subscribe({
        next: ({ t }) => {
          const known = start !== undefined;
          start ??= t[0]!;
          const { events } = playing.playback;
          playing.#know({ duration: t.at(-1)! - start, events: events + t.length });
          if (!known) resolve(playing);
        },
        error: end,
        complete: end,
      });
    });
  }

  /** The steps of a network's input. Throws where that is no image. */
  steps(
    input: readonly number[],
    { bin }: Readonly<Record<string, BehaviorSubject<number>>>,
    { polarity = 'on' }: Readonly<Record<string, string>>,
  ): Observable<Step> {
    return eventFile(this.file, {
      ...framingOf(this.file.name, input, polarity as Polarity),
      dt: bin!.pipe(map((milliseconds) => 1000 * milliseconds)),
      loop: true,
      // damage is told by the look through the file; here it ends what plays
      strict: false,
      maxGap: 1e15,
      progress: (time) => {
        this.time = time;
      },
    });
  }

  close(): void {
    this.#look?.unsubscribe();
  }

  #know(more: Partial<Playback>, then?: (playback: Playback) => void): void {
    this.playback = { ...this.playback, ...more };
    then?.(this.playback);
  }
}

type Polarity = NonNullable<EventFileOptions['polarity']>;

/** How events lie in a network's input: in the middle of its image, each polarity in its own channel where there are two. */
export function framingOf(
  name: string,
  input: readonly number[],
  polarity: Polarity,
): Pick<EventFileOptions, 'size' | 'polarity'> {
  const frame = frameOf(input);
  if (!frame || frame.channels > 2) {
    throw new RangeError(`${name} cannot play: the network takes no image of one or two channels.`);
  }
  const { channels, height, width } = frame;
  return { size: [height, width], polarity: channels === 2 ? 'split' : polarity };
}
