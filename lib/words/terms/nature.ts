/** Plants, parts of the land and of the sky, one at a time. */
export const NATURE = `
tree, oak tree, pine tree, birch tree, willow tree, palm tree, olive tree, cherry tree, apple tree, maple tree,
baobab tree, bonsai, dead tree, tree trunk, tree stump, branch, twig, root, leaf, fern, mushroom, toadstool, flower,
rose, tulip, daisy, sunflower, lily, water lily, lotus flower, orchid, iris, poppy, daffodil, dandelion, carnation,
chrysanthemum, peony, hibiscus, magnolia, hydrangea, thistle, violet, camellia, marigold, bluebell, snowdrop, crocus,
cactus, succulent, vine, bush, hedge, bud, seed pod, pine cone, acorn, bouquet of flowers, potted plant, mountain,
snowy peak, hill, volcano, cliff, rock, boulder, pebble, crystal, gemstone, fossil, glacier, iceberg, river, stream,
waterfall, lake, pond, puddle, wave, whirlpool, geyser, hot spring, canyon, gorge, cave, sand dune, rainbow, cloud,
storm cloud, thunderstorm, lightning bolt, tornado, sunset, sunrise, full moon, crescent moon, eclipse, comet, star,
planet, galaxy, nebula, constellation, flame, bonfire, spark, explosion, snowflake, icicle, raindrop, dewdrop,
footprint, nest, egg, feather, shell, spiral shell, bone, skull, skeleton, antler, spider web, honeycomb, beehive
`;

/** Plants, weather and matter, many or as a mass. */
export const NATURE_PLAIN = `
grass, moss, lichen, ivy, seaweed, bamboo, wheat, barley, corn, lavender, heather, wild flowers, cherry blossom,
autumn leaves, fallen leaves, foliage, reeds, driftwood, firewood, bark, thorns, petals, berries, rain, snow, hail,
fog, mist, frost, ice, wind, smoke, steam, fire, embers, lava, ash, dust, sand, mud, gravel, soil, water, ripples,
sea foam, waves, reflections in water, sunlight, moonlight, sunbeams, shadows, stars, milky way, northern lights,
twilight, blue sky, cloudy sky, night sky, evening sky, mountains, hills, rocks, bubbles, roots, leaves, coral reef
`;
