import type { CardKind, Entitlement, Sighting } from '@/api/types';

export const ENTITLEMENTS: readonly Entitlement[] = ['identity_label', 'lead_card', 'name_card', 'welcome_message', 'quick_menu', 'message_desk', 'shop', 'promotion'];
export const SIGHTINGS: readonly Sighting[] = ['present', 'limited', 'missing'];
export const CARD_KINDS: readonly CardKind[] = ['welcome_message', 'lead_card', 'name_card', 'quick_menu'];
export const CARD_CHARS_MAX = 300;

/** What follows from a sighting, and from a change of a card text. */
export const SIGHTING_STALE = ['entitlements', 'account', 'today'] as const;
export const CARD_STALE = ['card-texts', 'card-rollouts', 'today'] as const;
