import { BehaviorSubject, filter, firstValueFrom, Subject } from 'rxjs';
import { networks } from '../networks/index.js';
import { fingerprint } from './fingerprint.js';
import { decodeLink, type Link } from './link.js';
import type { Beginning, Plan, Reply, Settings } from './protocol.js';

/** A network to choose: one that the page brings along, or that of a file. */
export interface Choosable {
  readonly name: string;
  readonly title: string;
  readonly file?: string;
}

type Answer = Extract<Reply, { readonly type: 'network' | 'refused' }>;

/** The networks to choose from, those of files that were opened among them, and the link that waits for its file. */
export class Opened {
  readonly networks = new BehaviorSubject<readonly Choosable[]>(networks);
  readonly #answers = new Subject<Answer>();
  #waiting: Link | undefined;

  /** Where a link begins, unless its network has to be opened first, and what is to be said about it. */
  follow(text: string | undefined): { readonly begins?: Beginning; readonly message: string } {
    if (!text) return { message: '' };
    try {
      const link = decodeLink(text);
      const { plan, settings, moment: from } = link;
      if (plan.file === undefined) return { begins: { plan, settings, from }, message: '' };
      this.#waiting = link;
      return {
        message:
          `This link goes on with ${plan.network}, which it does not contain: ` +
          'open that file again, or drop it on the page.',
      };
    } catch {
      return { message: 'The link is damaged: the page begins anew.' };
    }
  }

  /** Where the network of a file begins: at the moment of the link that waits for it, or at its first step. */
  begin(network: string, bytes: Uint8Array, plan: Plan, settings: Settings): Beginning {
    const file = fingerprint(bytes);
    const link = this.#waiting?.plan.file === file ? this.#waiting : undefined;
    if (link) return { plan: { ...link.plan, network }, settings: link.settings, from: link.moment };
    return { plan: { ...plan, network, file, options: {} }, settings };
  }

  /**
   * Waits until the network of a file runs, and adds it to the choice; says what there is to say about
   * it. Rejects where it is refused.
   */
  async answer({ network: name, file }: Plan): Promise<string> {
    const isIts = (answer: Answer) => (answer.type === 'network' ? answer.plan : answer.asked).file === file;
    const answer = await firstValueFrom(this.#answers.pipe(filter(isIts)));
    if (answer.type === 'refused') throw new Error(answer.message);
    const others = this.networks.value.filter((other) => other.file === undefined || other.file !== file);
    this.networks.next([...others, { name, title: name, ...(file !== undefined && { file }) }]);
    const waiting = this.#waiting?.plan;
    if (waiting?.file === file) this.#waiting = undefined;
    if (!this.#waiting) return '';
    return waiting!.network === name
      ? `This ${name} is another file than the one of the link: it runs from its first step.`
      : `The link goes on with ${waiting!.network}, which is still to be opened.`;
  }

  hear(answer: Answer): void {
    this.#answers.next(answer);
  }
}
