import { InvalidArgumentError } from 'commander';

/** Reads an option's text as a whole number, at least `min`. */
export function whole(min: number) {
  return (text: string): number => {
    const value = Number(text);
    if (Number.isSafeInteger(value) && value >= min && text.trim() !== '') return value;
    throw new InvalidArgumentError(`Needs a whole number, at least ${min}.`);
  };
}
