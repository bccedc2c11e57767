import { html, render } from 'lit';
import { LiveAnswer } from './components/answer.js';
import { LiveEncoding } from './components/encoding.js';
import { LiveFiles } from './components/files.js';
import { giveBack } from './components/keys.js';
import { LiveLoading } from './components/loading.js';
import { LiveMessage } from './components/message.js';
import { LiveMeter } from './components/meter.js';
import { LiveNeuron } from './components/neuron.js';
import { LivePad } from './components/pad.js';
import { LivePaper } from './components/paper.js';
import { LivePlayer } from './components/player.js';
import { LiveRasters } from './components/rasters.js';
import { LiveSettings } from './components/settings.js';
import { LiveTraces } from './components/traces.js';
import { LiveTransport } from './components/transport.js';
import { Live } from './model/live.js';
import './style.css';
import './access.css';

const elements = {
  'live-answer': LiveAnswer,
  'live-encoding': LiveEncoding,
  'live-files': LiveFiles,
  'live-loading': LiveLoading,
  'live-message': LiveMessage,
  'live-meter': LiveMeter,
  'live-neuron': LiveNeuron,
  'live-pad': LivePad,
  'live-paper': LivePaper,
  'live-player': LivePlayer,
  'live-rasters': LiveRasters,
  'live-settings': LiveSettings,
  'live-traces': LiveTraces,
  'live-transport': LiveTransport,
};
for (const [name, element] of Object.entries(elements)) customElements.define(name, element);

const worker = new Worker(new URL('./worker/worker.ts', import.meta.url), { type: 'module' });
const live = new Live(worker);

const root = document.documentElement;
const dark = matchMedia('(prefers-color-scheme: dark)');
const setTheme = (theme: string) => {
  root.dataset.theme = theme;
  window.dispatchEvent(new Event('themechange'));
  live.touch();
};
const toggleTheme = () => setTheme(root.dataset.theme === 'dark' ? 'light' : 'dark');
setTheme(dark.matches ? 'dark' : 'light');
dark.addEventListener('change', () => setTheme(dark.matches ? 'dark' : 'light'));

render(
  html`<header class="top">
      <h1>rxsnn <span>live</span></h1>
      <live-meter .live=${live}></live-meter>
      <live-files .live=${live}></live-files>
      <button class="quiet" aria-label="Dark or light" title="Dark or light" @click=${toggleTheme}>◐</button>
    </header>
    <main>
      <div class="left"><live-pad .live=${live}></live-pad><live-encoding
        .live=${live}></live-encoding><live-answer .live=${live}></live-answer></div>
      <div class="middle">
        <live-transport .live=${live}></live-transport>
        <live-rasters .live=${live}></live-rasters>
        <live-traces .live=${live}></live-traces>
      </div>
      <div class="right"><live-settings .live=${live}></live-settings><live-neuron .live=${live}></live-neuron></div>
    </main>
    <live-message .live=${live}></live-message>`,
  document.body,
);
live.start(location.hash.slice(1) || undefined);
window.addEventListener('click', giveBack);
// a link that is put into an open page is followed from the beginning, as in a new one
window.addEventListener('hashchange', () => location.reload());

// for the console, and for those who drive the page
Object.assign(globalThis, { live });
