import { html } from 'lit';
import type { Observable } from 'rxjs';
import type { Live } from '../model/live.js';
import { LiveElement } from './element.js';

/** How the run goes, always in view. */
export class LiveMeter extends LiveElement {
  streams(live: Live): readonly Observable<unknown>[] {
    return [live.meter];
  }

  override render() {
    const report = this.live.meter.value;
    const fact = (name: string, value: string, title: string) =>
      html`<div title=${title}><dt>${name}</dt><dd>${value}</dd></div>`;
    if (!report) return html`<dl class="meter"></dl>`;
    const {
      stepsPerSecond,
      realTimeFactor,
      latency,
      dropped,
      coalesced,
      spikesPerSecond,
      synapticOperationsPerSecond,
    } = report;
    const inModelTime = `Seconds of model time in a second; a step is ${1000 * this.live.info.dt} ms`;
    const left = `${dropped} dropped, ${coalesced} coalesced since the run began`;
    return html`<dl class="meter" data-steps=${report.steps}>
      ${fact('steps/s', Math.round(stepsPerSecond).toLocaleString('en'), 'Steps that passed in a second')}
      ${fact('real time', `${factor(realTimeFactor ?? 0)}×`, inModelTime)}
      ${fact('latency p50', milliseconds(latency.p50), 'From source to sink, half of the steps')}
      ${fact('p99', milliseconds(latency.p99), 'From source to sink, 99 % of the steps')}
      ${fact('dropped', (dropped + coalesced).toLocaleString('en'), left)}
      ${fact('spikes/s', short(spikesPerSecond), 'All layers')}
      ${fact('syn. ops/s', short(synapticOperationsPerSecond), 'Spikes that arrived at a synapse')}
    </dl>`;
  }
}

/** Two digits behind the point, or two that say something. */
function factor(value: number): string {
  return value > 0 && value < 0.1 ? value.toPrecision(2) : value.toFixed(2);
}

function milliseconds(seconds: number): string {
  return Number.isNaN(seconds) ? '– ms' : `${(1000 * seconds).toFixed(2)} ms`;
}

/** 1234567 as '1.23 M'. */
function short(value: number): string {
  const units = ['', 'k', 'M', 'G'];
  const unit = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, value)) / 3)));
  const scaled = value / 1000 ** unit;
  return `${unit === 0 ? Math.round(scaled) : scaled.toPrecision(3)}${unit === 0 ? '' : ` ${units[unit]}`}`;
}
