import { BehaviorSubject, Subject } from 'rxjs';
import type { DeviceReport, MeterReport } from 'rxsnn';
import { DEFAULTS, PLAN } from './defaults.js';
import { Opened } from './opened.js';
import type { Playback } from './playback.js';
import type { NetworkReply, Plan, Settings } from './protocol.js';
import { Timeline } from './timeline.js';

/** What was chosen on the page, and what the worker told. */
export class State extends Timeline {
  readonly settings = new BehaviorSubject<Settings>(DEFAULTS);
  readonly plan = new BehaviorSubject<Plan>(PLAN);
  readonly speed = new BehaviorSubject(1);
  readonly running = new BehaviorSubject(true);
  readonly meter = new BehaviorSubject<MeterReport | undefined>(undefined);
  readonly message = new BehaviorSubject('');
  readonly ready = new BehaviorSubject(false);
  /** Another network runs. */
  readonly network = new Subject<NetworkReply>();
  readonly opened = new Opened();
  /** The event file that plays, and where it is, in microseconds. */
  readonly playback = new BehaviorSubject<Playback | undefined>(undefined);
  readonly time = new BehaviorSubject(0);

  devices: readonly DeviceReport[] = [];
  /** What was set since the run was sent back. */
  #changed: Partial<Settings> = {};

  protected change(name: string, value: number | Float32Array): void {
    this.#changed = { ...this.#changed, [name]: value };
    this.settings.next({ ...this.settings.value, [name]: value });
  }

  /** Settings are those of the moment that the run was sent back to, and on top what was set since. */
  protected putBack(settings: Settings): void {
    this.settings.next({ ...settings, ...(this.#changed as Settings) });
  }

  protected override cut(): number | undefined {
    this.#changed = {};
    return super.cut();
  }
}
