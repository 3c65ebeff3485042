/** What is known about a text besides its words. */
import type { Component, ContentCheck, Industry, Surface } from '@/api/types';
import type { Key } from '@/i18n';

export interface Draft {
  text: string;
  surface: Surface;
  industry: Industry | undefined;
  licences: readonly Licence[];
  components: readonly Component[];
  disclosed: boolean;
  aiUsed: boolean;
}

export const NEW_DRAFT: Draft = { text: '', surface: 'body', industry: undefined, licences: [], components: [], disclosed: false, aiUsed: false };

export type Licence = Extract<Key, `licence.${string}`> extends `licence.${infer Name}` ? Name : never;

/** The trades with the licences that their packs of rules ask for. */
const LICENCES: Record<Industry, readonly Licence[]> = {
  medical: ['medical_institution', 'drug_advertisement', 'device_certificate'],
  medical_beauty: ['medical_institution', 'medical_beauty_institution'],
  education: ['school_licence'],
  finance: ['financial_licence', 'franchise_filing'],
  health_food: ['health_food_approval'],
  cosmetics: ['special_cosmetics_registration'],
  property: ['presale_permit'],
  alcohol: ['alcohol_licence'],
};
export const INDUSTRIES = Object.keys(LICENCES) as readonly Industry[];
export const COMPONENTS: readonly Component[] = ['product', 'lead_card', 'name_card', 'store', 'group'];

export const licencesOf = (industry: Industry | undefined): readonly Licence[] => (industry ? LICENCES[industry] : []);

/** How much is said besides place and trade. */
export const saidMore = ({ licences, components, disclosed, aiUsed }: Draft): number => licences.length + components.length + Number(disclosed) + Number(aiUsed);

export function checkOf({ surface, industry, licences, components, disclosed, aiUsed }: Draft, text: string): ContentCheck {
  return { text, surface, industries: industry ? [industry] : [], licences: [...licences], evidence: [], components: [...components], disclosed_ad: disclosed, ai_used: aiUsed };
}
