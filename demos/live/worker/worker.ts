import type { Request } from '../model/protocol.js';
import { Session } from './session.js';

/** The worker: a session for the page that made it. */
const page = self as unknown as Worker;
const session = new Session((message, transfer = []) => page.postMessage(message, transfer));
self.onmessage = ({ data }: MessageEvent<Request>) => session.hear(data);
