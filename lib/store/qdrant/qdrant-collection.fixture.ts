/** One collection of the engine that tests run against: what it must answer, held in memory. */

type Json = Record<string, unknown>;

interface StoredPoint {
  readonly id: string;
  readonly vector: Readonly<Record<string, readonly number[]>>;
  readonly payload: Json;
}

/** What the engine answers to a request that it cannot make sense of. */
export class BadRequest extends Error {}

export class FixtureCollection {
  readonly #config: Json;
  readonly #indexes: Json = {};
  readonly #points = new Map<string, StoredPoint>();

  constructor(config: Json) {
    this.#config = config;
  }

  copy(): FixtureCollection {
    const copy = new FixtureCollection(this.#config);
    for (const [id, point] of this.#points) copy.#points.set(id, point);
    Object.assign(copy.#indexes, this.#indexes);
    return copy;
  }

  describe(): Json {
    const { metadata, vectors } = this.#config;
    return {
      status: "green",
      points_count: this.#points.size,
      config: { params: { vectors }, ...(metadata === undefined ? {} : { metadata }) },
      payload_schema: this.#indexes,
    };
  }

  createIndex({ field_name, field_schema }: Json): void {
    this.#indexes[String(field_name)] = { data_type: field_schema, points: 0 };
  }

  /** Replaces points whole, those alone that pass `update_filter` where they are there. */
  upsert({ points, update_filter }: Json): void {
    for (const point of points as StoredPoint[]) {
      if (typeof point.vector !== "object")
        throw new BadRequest("Format error: missing field `vector`");
      for (const [name, values] of Object.entries(point.vector)) this.#checkVector(name, values);
    }
    for (const point of points as StoredPoint[]) {
      const there = this.#points.get(point.id);
      if (there && update_filter && !this.#passes(there, update_filter as Json)) continue;
      // Anew at the end: nobody may count on an order.
      this.#points.delete(point.id);
      this.#points.set(point.id, structuredClone({ ...point, payload: point.payload ?? {} }));
    }
  }

  setPayload({ payload, filter }: Json): void {
    for (const point of this.#passing(filter as Json)) {
      this.#points.set(point.id, { ...point, payload: { ...point.payload, ...(payload as Json) } });
    }
  }

  forget(field: string): void {
    for (const { payload } of this.#points.values()) delete payload[field];
  }

  read({ ids, with_payload }: Json): Json[] {
    return (ids as string[]).flatMap((id) => {
      const point = this.#points.get(id);
      return point ? [record(point, with_payload)] : [];
    });
  }

  count({ filter }: Json): Json {
    return { count: this.#passing(filter as Json | undefined).length };
  }

  scroll({ filter, limit, offset, order_by, with_payload }: Json): Json {
    const size = Number(limit ?? 10);
    const passing = this.#passing(filter as Json | undefined);
    if (order_by) {
      const { key } = order_by as { key: string };
      if (!(key in this.#indexes))
        throw new BadRequest(`No range index for \`order_by\` key: ${key}`);
      const value = ({ payload }: StoredPoint) => Number(payload[key]);
      passing.sort((a, b) => value(a) - value(b));
      return { points: passing.slice(0, size).map((one) => record(one, with_payload)) };
    }
    const from = passing
      .filter(({ id }) => offset === undefined || id >= String(offset))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    return {
      points: from.slice(0, size).map((one) => record(one, with_payload)),
      next_page_offset: from[size]?.id ?? null,
    };
  }

  query({ query, using, filter, limit, with_payload }: Json): Json {
    const name = String(using);
    this.#checkVector(name, query as number[]);
    const points = this.#passing(filter as Json | undefined)
      .flatMap((point) => {
        const vector = point.vector[name];
        return vector ? [{ point, score: float32Dot(query as number[], vector) }] : [];
      })
      .reverse()
      .sort((a, b) => b.score - a.score)
      .slice(0, Number(limit ?? 10))
      .map(({ point, score }) => ({ ...record(point, with_payload), version: 0, score }));
    return { points };
  }

  #checkVector(name: string, values: readonly number[]): void {
    const size = (this.#config.vectors as Record<string, { size: number }>)[name]?.size;
    if (size === undefined) throw new BadRequest(`Not existing vector name error: ${name}`);
    if (values.length !== size) {
      throw new BadRequest(`Vector dimension error: expected dim: ${size}, got ${values.length}`);
    }
  }

  #passing(filter: Json | undefined): StoredPoint[] {
    return [...this.#points.values()].filter((point) => !filter || this.#passes(point, filter));
  }

  #passes(point: StoredPoint, { must, must_not }: Json): boolean {
    const holds = (condition: Json) => this.#holds(point, condition);
    return asList(must).every(holds) && !asList(must_not).some(holds);
  }

  #holds({ id, payload }: StoredPoint, condition: Json): boolean {
    const { has_id, key, match, range } = condition as {
      has_id?: string[];
      key?: string;
      match?: { value?: unknown; any?: unknown[] };
      range?: { gte?: number; lte?: number; lt?: number };
    };
    if (has_id) return has_id.includes(id);
    const value = payload[key ?? ""];
    if (match?.any) return match.any.includes(value);
    if (match) return value === match.value;
    if (!range) throw new BadRequest("Format error: a condition that is not known");
    if (typeof value !== "number") return false;
    const { gte = -Infinity, lte = Infinity, lt = Infinity } = range;
    return value >= gte && value <= lte && value < lt;
  }
}

function asList(conditions: unknown): Json[] {
  return (conditions ?? []) as Json[];
}

function record({ id, payload }: StoredPoint, fields: unknown): Json {
  if (fields === true) return { id, payload };
  if (!Array.isArray(fields)) return { id };
  const kept = Object.entries(payload).filter(([key]) => fields.includes(key));
  return { id, payload: structuredClone(Object.fromEntries(kept)) };
}

/** In float32 all the way, as the engine adds up: nearly what is exact, and not the same. */
function float32Dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    sum = Math.fround(sum + Math.fround(Math.fround(a[i] ?? 0) * Math.fround(b[i] ?? 0)));
  }
  return sum;
}
