import { describe, expect, it } from '@jest/globals';
import { BehaviorSubject } from 'rxjs';
import { openFiles } from '../../../demos/live/files/index.js';
import type { Live } from '../../../demos/live/model/live.js';

/** A page that takes what is opened, and says about networks what it is told to. */
function opened(says = '') {
  const message = new BehaviorSubject('of before');
  const names: string[] = [];
  const open = async (name: string) => {
    names.push(name);
    message.next(says);
  };
  const feed = ({ name }: File) => {
    names.push(name);
    message.next('');
  };
  return { live: { message, open, feed } as unknown as Live, names, message };
}

const files = (...names: string[]) => names.map((name) => new File(['x'], name));

describe('files that are opened together', () => {
  it('are opened one after the other, and what is wrong with one of them is still said at the end', async () => {
    const { live, names, message } = opened();
    await openFiles(files('note.txt', 'if.nir', 'letter.doc', 'run.dat'), live);
    expect(names).toEqual(['if.nir', 'run.dat']);
    expect(message.value.split('\n').map((line) => line.replace(/:.*/, ''))).toEqual([
      'note.txt cannot be opened',
      'letter.doc cannot be opened',
    ]);
  });

  it('take back what was said before, and say what a network has to say', async () => {
    const quiet = opened();
    await openFiles(files('if.nir'), quiet.live);
    expect(quiet.message.value).toBe('');
    const { live, message } = opened('The link goes on with other.nir.');
    await openFiles(files('note.txt', 'if.nir'), live);
    expect(message.value).toMatch(/^note\.txt cannot be opened: .*\nThe link goes on with other\.nir\.$/);
  });
});
