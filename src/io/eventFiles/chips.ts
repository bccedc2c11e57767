import { oneOf, show, whole } from '../../check.js';

/** Where a number is within an address: the lowest of its bits, from 0, and how many there are. */
export interface Bits {
  readonly shift: number;
  readonly bits: number;
}

/** How an address event of AEDAT 2 is packed into 32 bits, and the size of the sensor. */
export interface Chip {
  readonly width: number;
  readonly height: number;
  readonly x: Bits;
  readonly y: Bits;
  readonly p: Bits;
  /** Addresses with one of these bits set are no events of pixels (frames, motion, triggers) and are left out. */
  readonly other?: number;
  /** True where y counts from the bottom, as in jAER. */
  readonly fromBottom?: boolean;
}

export const CHIP_NAMES = [
  'dvs128',
  'davis240',
  'davis346',
  'davis640',
  'tonic-dvs128',
  'tonic-davis346',
] as const;
export type ChipName = (typeof CHIP_NAMES)[number];

/** Bit 31: a sample of a frame; bit 10: an external event, or motion. */
const davis = {
  x: { shift: 12, bits: 10 },
  y: { shift: 22, bits: 9 },
  p: { shift: 11, bits: 1 },
  other: 0x8000_0400,
  fromBottom: true,
};

const chips: Readonly<Record<ChipName, Chip>> = {
  dvs128: {
    width: 128,
    height: 128,
    x: { shift: 1, bits: 7 },
    y: { shift: 8, bits: 7 },
    p: { shift: 0, bits: 1 },
    other: 0x8000,
    fromBottom: true,
  },
  davis240: { width: 240, height: 180, ...davis },
  davis346: { width: 346, height: 260, ...davis },
  davis640: { width: 640, height: 480, ...davis },
  'tonic-dvs128': {
    width: 128,
    height: 128,
    x: { shift: 8, bits: 7 },
    y: { shift: 1, bits: 7 },
    p: { shift: 0, bits: 1 },
  },
  'tonic-davis346': {
    width: 346,
    height: 260,
    x: { shift: 17, bits: 15 },
    y: { shift: 2, bits: 15 },
    p: { shift: 1, bits: 1 },
  },
};

/** A chip by its name, or one of the user's own once it is checked. */
export function chipOf(operator: string, chip: ChipName | Chip): Chip {
  if (typeof chip === 'string') return chips[oneOf(`${operator}: chip`, CHIP_NAMES, chip)];
  if (typeof chip !== 'object' || chip === null) {
    throw new TypeError(`${operator}: chip must be a name or an object, got ${show(chip)}`);
  }
  for (const name of ['width', 'height'] as const) {
    whole(`${operator}: chip.${name}`, chip[name], { min: 1, max: 16384 });
  }
  for (const name of ['x', 'y', 'p'] as const) {
    whole(`${operator}: chip.${name}.shift`, chip[name]?.shift, { max: 31 });
    whole(`${operator}: chip.${name}.bits`, chip[name]?.bits, { min: 1, max: 16 });
  }
  whole(`${operator}: chip.other`, chip.other ?? 0, { max: 0xffff_ffff });
  return chip;
}

/** The chip that a line of jAER's header names: `# AEChip: eu.seebetter.ini.chips.davis.Davis346blue`. */
export function chipInHeader(line: string): Chip | undefined {
  return /^#\s*AEChip:/i.test(line) ? chipNamedIn(line) : undefined;
}

/** The chip whose name a line has, of cAER's header, say: `#Source 1: DVS128`. */
export function chipNamedIn(line: string): Chip | undefined {
  const name = /dvs128|davis240|davis346|davis640/i.exec(line)?.[0];
  return name === undefined ? undefined : chips[name.toLowerCase() as ChipName];
}
