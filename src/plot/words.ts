/** The usual signals, as axes and keys name them. */
export const signalNames = {
  spk: 'Spikes',
  mem: 'Membrane potential',
  cur: 'Input current',
  syn: 'Synaptic current',
} as const;

/** 'Membrane potential' of `mem`; signals of a user's own neuron go by their own names. */
export function signalName(signal: string): string {
  return Object.hasOwn(signalNames, signal) ? signalNames[signal as keyof typeof signalNames] : signal;
}

/** '1 spike', '1,234 spikes'. */
export function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}
