/** The brand on screen. Every request names it; it is kept so that a reload stays in the same workspace. */
const STORED = 'kosmos.brand';

let brand: string | null = read();

function read(): string | null {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null; // Storage is switched off: the server answers with the user's first brand.
  }
}

export const currentBrand = (): string | null => brand;

export function setBrand(next: string | null): void {
  brand = next;
  try {
    if (next) localStorage.setItem(STORED, next);
    else localStorage.removeItem(STORED);
  } catch {
    // Storage is switched off: the choice lasts for this visit.
  }
}
