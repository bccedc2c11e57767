/** A colour as the four bytes of a pixel in one number. */
export type Pixel = number;

export type Palette = (value: number) => Pixel;

/** The page's colours of the moment, which follow the theme. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export function pixel([r, g, b]: readonly number[], alpha = 1): Pixel {
  return ((Math.round(255 * alpha) << 24) | (b! << 16) | (g! << 8) | r!) >>> 0;
}

/** '#1f6fb5' as numbers from 0 to 255. */
export function rgb(hex: string): readonly [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16);
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
