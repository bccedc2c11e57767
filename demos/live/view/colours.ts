/** A colour as the four bytes of a pixel in one number. */
export type Pixel = number;

export type Palette = (value: number) => Pixel;

const known = new Map<string, string>();

/** The page's colours of the moment, which follow the theme. Each is asked for once: to ask computes all styles. */
export function colour(name: string): string {
  const root = document.documentElement;
  const key = `${root.dataset.theme} ${name}`;
  const value = known.get(key) ?? getComputedStyle(root).getPropertyValue(name).trim();
  if (value !== '') known.set(key, value);
  return value;
}

export function pixel([r, g, b]: readonly number[], alpha = 1): Pixel {
  return ((Math.round(255 * alpha) << 24) | (b! << 16) | (g! << 8) | r!) >>> 0;
}

/** A colour laid over another one: a pixel that nothing shines through. */
export function over(colours: readonly number[], alpha: number, ground: readonly number[]): Pixel {
  return pixel(colours.map((value, i) => Math.round(alpha * value + (1 - alpha) * ground[i]!)));
}

/** '#1f6fb5' as numbers from 0 to 255; the build shortens '#ffffff' to '#fff'. */
export function rgb(hex: string): readonly [number, number, number] {
  const digits = hex.length === 4 ? hex.slice(1).replace(/./g, '$&$&') : hex.slice(1);
  const value = Number.parseInt(digits, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** 0 to 1 as ink: transparent where there is none. */
export function ink(name = '--ink'): Palette {
  const colours = rgb(colour(name));
  return (value) => pixel(colours, Math.min(1, Math.max(0, value)));
}

/** -1 to 1: orange below, blue above, transparent between. */
export function diverging(): Palette {
  const [low, high] = [rgb(colour('--orange')), rgb(colour('--blue'))];
  return (value) => pixel(value < 0 ? low : high, Math.min(1, Math.abs(value)));
}
