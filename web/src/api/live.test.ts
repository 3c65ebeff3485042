import { describe, expect, it } from 'vitest';
import { EventReader } from './live';
import { staleAfter } from './queries';

const EVENT = 'id: 42\nevent: import_finished\ndata: {"subject":"import_1"}\n\n';

describe('the stream of events', () => {
  it('is read whole', () => {
    expect(new EventReader().read(EVENT)).toEqual([{ seq: '42', kind: 'import_finished', data: '{"subject":"import_1"}' }]);
  });
  it('is the same wherever the network cuts it', () => {
    for (let cut = 0; cut <= EVENT.length; cut += 1) {
      const reader = new EventReader();
      const events = [...reader.read(EVENT.slice(0, cut)), ...reader.read(EVENT.slice(cut))];
      expect(events, `cut at ${cut}`).toHaveLength(1);
      expect(events[0]?.seq).toBe('42');
    }
  });
  it('keeps the line open with comments that are no events', () => expect(new EventReader().read(': keep-alive\n\n')).toEqual([]));
});

describe('what has gone stale', () => {
  it('after an import is all that is worked out from files', () => {
    expect([...staleAfter([{ kind: 'import_finished', subject: 'import_1' }])]).toEqual(expect.arrayContaining(['imports', 'import/import_1', 'board', 'today', 'report']));
  });
  it('after something unknown is at least the notices', () => expect([...staleAfter([{ kind: 'weather_changed', subject: null }])]).toEqual(['notices', 'audit']));
});
