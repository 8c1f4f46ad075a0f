/** Moods and qualities, said of a picture. */
export const MOODS = `
calm, serene, tranquil, peaceful, quiet, still, silent, meditative, dreamy, hazy, soft, gentle, tender, delicate,
fragile, airy, light-hearted, cheerful, joyful, happy, playful, funny, whimsical, cute, childlike, innocent, festive,
exuberant, ecstatic, energetic, lively, dynamic, restless, hectic, chaotic, wild, violent, aggressive, angry, fierce,
dramatic, theatrical, epic, heroic, majestic, monumental, sublime, awe-inspiring, triumphant, proud, noble, solemn,
sacred, spiritual, mystical, mysterious, enigmatic, magical, enchanted, otherworldly, cosmic, surreal, bizarre, weird,
absurd, grotesque, disturbing, uncanny, eerie, spooky, sinister, menacing, ominous, dark, gloomy, bleak, desolate,
barren, lonely, isolated, abandoned, forlorn, melancholic, sad, sorrowful, mournful, tragic, desperate, anxious, tense,
fearful, terrifying, nightmarish, claustrophobic, oppressive, cold, icy, distant, austere, stark, severe, sober,
minimal, empty, bare, spacious, vast, infinite, intimate, cosy, homely, warm, sunny, radiant, glowing, luminous,
sparkling, fresh, crisp, clean, pure, simple, orderly, balanced, harmonious, symmetrical, rhythmic, geometric,
precise, technical, mechanical, industrial, urban, gritty, dirty, rough, raw, rugged, weathered, decayed, ruined,
ancient, timeless, nostalgic, old-fashioned, vintage, retro, rustic, pastoral, idyllic, romantic, sentimental, sensual,
passionate, glamorous, elegant, graceful, refined, luxurious, opulent, ornate, lavish, decadent,
rich, lush, fertile, abundant, blooming, tropical, exotic, wintry, autumnal, springlike, summery, stormy, windswept,
misty, rainy, nocturnal, moonlit, twilit, shadowy, smoky, dusty, watery, fluid, flowing, swirling, spiralling, floating,
weightless, fast, explosive, fiery, burning, electric, neon-lit, psychedelic, hypnotic, trippy, colourful, vibrant,
bold, loud, garish, kitschy, ironic, satirical, rebellious, punk, cool, stylish, modern, futuristic, high-tech,
utopian, dystopian, post-apocalyptic, bitter-sweet, hopeful, longing, yearning, wistful, pensive, thoughtful, curious,
attentive, confident, powerful, strong, heavy, massive, humble, poor, tired, bored, dull, monotonous, confusing, dense,
crowded, busy, cluttered, detailed, intricate, crude, naive, mythical, legendary, medieval-looking, ceremonial
`;
