import type { WriteStream } from 'node:tty';
import type { Size } from './screen.js';

/** Milliseconds from one drawing to the next, however fast the steps come. */
const EVERY = 100;

// another screen, so that what was there comes back; no cursor; no wrapping of lines
const ENTER = '\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[2J';
const LEAVE = '\x1b[?7h\x1b[?25h\x1b[?1049l';

/**
 * Draws lines on a terminal ten times a second and at each change of its size, until the
 * function that it returns is called.
 */
export function showOnTerminal(terminal: WriteStream, draw: (size: Size) => readonly string[]): () => void {
  let shown = false;
  const enter = () => {
    shown = true;
    terminal.write(ENTER);
    redraw();
  };
  const leave = () => {
    if (shown) terminal.write(LEAVE);
    shown = false;
  };
  const redraw = () => {
    // a terminal that has not taken the last picture gets no other
    if (!shown || terminal.writableNeedDrain) return;
    terminal.write(frame(draw({ columns: terminal.columns || 80, rows: terminal.rows || 24 })));
  };
  const suspend = () => {
    leave();
    process.kill(process.pid, 'SIGSTOP');
  };
  const timer = setInterval(redraw, EVERY);
  terminal.on('resize', redraw);
  process.on('SIGTSTP', suspend).on('SIGCONT', enter).on('exit', leave);
  enter();
  return () => {
    clearInterval(timer);
    terminal.off('resize', redraw);
    process.off('SIGTSTP', suspend).off('SIGCONT', enter).off('exit', leave);
    leave();
  };
}

/** One picture: drawn over the last one, so that it does not flicker, and shown at once by terminals that can. */
function frame(lines: readonly string[]): string {
  return `\x1b[?2026h\x1b[H${lines.map((line) => `${line}\x1b[K`).join('\r\n')}\x1b[J\x1b[?2026l`;
}
