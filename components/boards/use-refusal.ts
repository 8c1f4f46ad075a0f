import { useCallback, useState } from "react";
import { isAppError } from "@/lib/errors";

interface Refusal {
  /** Why the last attempt was refused; empty where it was not. */
  readonly refusal: string;
  /** Tries something. @returns what it gives, `undefined` where it was refused. */
  readonly attempt: <T>(work: () => Promise<T>) => Promise<T | undefined>;
  readonly refuse: (why: string) => void;
}

/** Says why something that a person asked for was not done. */
export function useRefusal(): Refusal {
  const [refusal, refuse] = useState("");
  const attempt = useCallback(async <T>(work: () => Promise<T>) => {
    refuse("");
    try {
      return await work();
    } catch (error) {
      if (!isAppError(error)) throw error;
      refuse(error.message);
      return undefined;
    }
  }, []);
  return { refusal, attempt, refuse };
}
