import { useQuery } from "@tanstack/react-query";
import { z } from "zod/mini";
import { requestJson } from "../explorer/request";

const ownerResponse = z.object({ owner: z.boolean() });

/** Whether this browser may add folders and remove images; false until the server has said so. */
export function useOwner(): boolean {
  return useOwnerAnswer() ?? false;
}

/** {@link useOwner}; `undefined` until the server has said so, or where it does not answer. */
export function useOwnerAnswer(): boolean | undefined {
  const { data } = useQuery({
    queryKey: ["owner"],
    queryFn: async () => ownerResponse.parse(await requestJson("/api/owner")).owner,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return data;
}
