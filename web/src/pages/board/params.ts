/** What the address of the board says. */
import type { BoardQuery } from '@/api/types';
import { given } from '@/ui/url';

export const BOARD_PARAMS = { from: '', to: '', compare: 'previous', kind: '', store: '', region: '', state: '', q: '', group_by: '', sort: '-note_read' };
export type BoardParams = typeof BOARD_PARAMS;

/** The server checks every word of it, and says in a sentence what it does not know. */
export const boardQuery = (params: BoardParams): BoardQuery => given(params) as BoardQuery;
