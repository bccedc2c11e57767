import { Linear, type PathOrBytes, readSafetensors } from 'rxsnn';

/** The dense layers 784-1000 and 1000-10 of the tutorial's network, which snnTorch trained on MNIST. */
export async function trained(file: PathOrBytes): Promise<readonly [Linear, Linear]> {
  const tensors = await readSafetensors(file);
  const layer = (name: string) => new Linear(tensors[`${name}.weight`]!, tensors[`${name}.bias`]!);
  return [layer('fc1'), layer('fc2')];
}
