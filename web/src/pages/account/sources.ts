import { useNavigate } from 'react-router';
import type { FigureSource } from '@/api/types';

interface Told {
  source: FigureSource;
  /** Fields that an older file told and the newest one did not. */
  older: Record<string, FigureSource>;
}

/** A figure leads to the row of the file that told it. */
export function useToSource(): (told: Told, field: string) => () => void {
  const navigate = useNavigate();
  return ({ source, older }, field) => {
    const { import: id, row } = older[field] ?? source;
    return () => void navigate(`/imports/${id}/rows/${row}`);
  };
}
