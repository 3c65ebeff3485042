import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PALETTES, type Palette } from './palette';
import type { Theme } from '.';

const css = readFileSync(join(import.meta.dirname, 'theme.css'), 'utf8');
const BLOCKS: Record<Theme, string> = {
  light: css.slice(css.indexOf(':root {'), css.indexOf("[data-theme='dark']")),
  dark: css.slice(css.indexOf("[data-theme='dark']")),
};
const variable = (theme: Theme, name: string) => new RegExp(`--k-${name}: (#[0-9a-f]{6})`).exec(BLOCKS[theme])?.[1] ?? '';
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const AA = 4.5;
const PAIRS: [keyof Palette & string, string[]][] = [
  ['text', ['ground', 'surface', 'raised', 'hover', 'accent-wash']],
  ['textQuiet', ['ground', 'surface', 'raised', 'hover', 'accent-wash']],
  ['textFaint', ['ground', 'surface', 'raised']],
  ['accent', ['ground', 'surface', 'accent-wash', 'hover']],
  ['act', ['surface', 'act-wash', 'ground']],
  ['watch', ['surface', 'watch-wash', 'ground']],
  ['good', ['surface', 'good-wash', 'ground']],
];

describe.each(['light', 'dark'] as const)('the %s palette', (theme) => {
  it('is the same in styles and in code', () => {
    for (const [name, value] of Object.entries(PALETTES[theme])) expect(variable(theme, kebab(name)), name).toBe(value);
  });
  it.each(PAIRS)('%s can be read on every ground it stands on', (ink, grounds) => {
    for (const ground of grounds) expect(contrast(PALETTES[theme][ink], variable(theme, ground)), ground).toBeGreaterThanOrEqual(AA);
  });
  it('can be read on the accent', () => expect(contrast(variable(theme, 'on-accent'), PALETTES[theme].accent)).toBeGreaterThanOrEqual(AA));
});
