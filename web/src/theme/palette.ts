/** The palette as numbers, for antd and for charts; `theme.css` holds the same colours as variables. A test compares the two. */
import type { Theme } from '.';

export interface Palette {
  accent: string;
  ground: string;
  surface: string;
  raised: string;
  line: string;
  text: string;
  textQuiet: string;
  textFaint: string;
  act: string;
  watch: string;
  good: string;
}

export const PALETTES: Record<Theme, Palette> = {
  light: {
    accent: '#2f5bd8', ground: '#f5f6f8', surface: '#ffffff', raised: '#ffffff', line: '#e2e5ea',
    text: '#1a1e26', textQuiet: '#565f6d', textFaint: '#676f7c', act: '#c22a1e', watch: '#8a5a00', good: '#1d7a46',
  },
  dark: {
    accent: '#8ba6ff', ground: '#111318', surface: '#191c22', raised: '#20242c', line: '#30353f',
    text: '#e7e9ee', textQuiet: '#a9b0bc', textFaint: '#9098a5', act: '#ff8a7d', watch: '#e5b35a', good: '#6fcf97',
  },
};

/** One quiet sequence for every chart; told apart by lightness as well as hue. */
export const SERIES: Record<Theme, readonly string[]> = {
  light: ['#2f5bd8', '#0f8a83', '#9a6a12', '#7a4fb5', '#6b7380'],
  dark: ['#8ba6ff', '#4fc4bb', '#dcae56', '#b995ec', '#9aa2ae'],
};
