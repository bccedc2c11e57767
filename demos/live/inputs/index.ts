import type { Input } from './input.js';
import { microphone } from './microphone.js';
import { socket } from './socket.js';
import { webcam } from './webcam.js';

/** What can feed the network beside the pad; another one is another entry. */
export const inputs: readonly Input[] = [microphone, webcam, socket];
