/** Copying where the browser lets a page do so. */

/** Whether the text is on the clipboard now; some browsers take it only from a field that the person selects. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** What is on the clipboard, where the browser and the person let a page look. */
export async function pasted(): Promise<string> {
  try {
    return await navigator.clipboard.readText();
  } catch {
    return '';
  }
}
