import { lastValueFrom } from 'rxjs';
import { type DeviceName, Linear, leaky, linear, rate, record, to } from 'rxsnn';

/** What a user of the package writes: five steps of rate coded spikes through a small layer. */
export async function pipeline(device: DeviceName): Promise<{ shape: readonly number[]; spikes: number[] }> {
  const rec = await lastValueFrom(
    rate([1, 0, 1], { steps: 5, seed: 1 }).pipe(
      to(device),
      linear(Linear.init(3, 4, { seed: 1 })),
      leaky({ beta: 0.9, threshold: 0.2 }),
      record(),
    ),
  );
  return { shape: rec.spk.shape, spikes: Array.from(rec.spk.data) };
}

// @ts-expect-error a decay has to be given: were the package without types, this would be no error
export const withoutBeta = () => leaky({ threshold: 1 });
